"""The frozen map of an evidence page: Folium's elements, nothing to be fetched."""

from __future__ import annotations

from branca.element import MacroElement
from folium.template import Template

from geo.page.district_map import OfflineMap, parts_of


class FrozenMap(MacroElement):
    """What the page carries, drawn onto the map by our own script."""

    _template = Template("""
        {% macro script(this, kwargs) -%}
        openEvidence({{ this._parent.get_name() }}, {{ this.element|tojson }});
        {%- endmacro %}
    """)

    def __init__(self, element: str) -> None:
        """Read the data from the element of that id."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "FrozenMap", "district"
        self.element = element


def frozen_parts(element: str) -> tuple[str, str]:
    """Assemble the map of an evidence page.

    Args:
        element: Id of the element that holds the page's data as JSON.

    Returns:
        The element that becomes the map, and the script that fills it by calling
        ``openEvidence``. Links to scripts and styles are left out: the page has them
        in itself.

    Raises:
        ExternalReferenceError: Something would be loaded from elsewhere.
    """
    district = OfflineMap()
    FrozenMap(element).add_to(district)
    parts = parts_of(district)
    return parts.body, parts.script
