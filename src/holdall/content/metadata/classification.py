"""Classifications: the options of one field of one template, which every enterprise may have.

https://developer.box.com/guides/metadata/classifications/
"""

from holdall.content.metadata.instance_rows import Instance
from holdall.content.metadata.template_rows import Option

CLASSIFICATION = "securityClassification-6VMVochwUWo"
FIELD = "Box__Security__Classification__Key"


def classification_of(instance: Instance) -> Option | None:
    """The label that an instance says, None where it is of another template or says none."""
    template = instance.template
    if template.template_key != CLASSIFICATION or template.enterprise_id is None:
        return None
    field = template.field(FIELD)
    label = instance.values.get(FIELD)
    return field.option(label) if field is not None and isinstance(label, str) else None
