"""The tree as a child would write it: nodes with children, everything counted anew. Tests compare the real one with it."""

from dataclasses import dataclass, field

from holdall.content.items.names import name_key


@dataclass(eq=False)
class Node:
    """A folder or a file of the model; `sizes` are those of a file's versions, the current one last."""

    id: int
    is_folder: bool
    name: str
    parent: "Node | None"
    sizes: list[int] = field(default_factory=list)
    in_trash: bool = False
    is_gone: bool = False
    children: "list[Node]" = field(default_factory=list)

    def above(self) -> "list[Node]":
        """The folders from the parent up."""
        return [] if self.parent is None else [self.parent, *self.parent.above()]

    def is_active(self) -> bool:
        """Whether neither it nor anything above it is in the trash."""
        return not any(node.in_trash for node in (self, *self.above()))

    def items(self) -> "list[Node]":
        """The active children."""
        return [child for child in self.children if not child.in_trash]

    def size(self) -> int:
        """The bytes of all active content."""
        return sum(child.size() for child in self.items()) if self.is_folder else self.sizes[-1]

    def everything(self) -> "list[Node]":
        """It and all below it, in the trash or not."""
        return [self, *(node for child in self.children for node in child.everything())]

    def active(self) -> "list[Node]":
        """It and all active below it."""
        return [self, *(node for child in self.items() for node in child.active())]

    def space(self) -> int:
        """The bytes of all versions of it and of all below it."""
        return sum(sum(node.sizes) for node in self.everything())

    def takes(self, name: str, but: "Node | None" = None) -> bool:
        """Whether an active child other than `but` has this name."""
        return any(name_key(child.name) == name_key(name) for child in self.items() if child is not but)

    def adopt(self, child: "Node") -> None:
        """Make something a child."""
        if child.parent is not None:
            child.parent.children.remove(child)
        child.parent = self
        self.children.append(child)
