"""The ways in: forms, registers, base layers."""
