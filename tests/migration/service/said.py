"""Bodies of jobs, as the vendor's two pages of Box connections have them, and the fullest that its documentation shows."""

from typing import Any


def simple_job(source: str = "a" * 32, destination: str = "b" * 32, **said: Any) -> dict[str, Any]:
    """A connection created as a standard user, without impersonation."""
    return {
        "name": "Simple Job",
        "kind": "transfer",
        "transfer": {
            "transfer_type": "copy",
            "source": {"connection": {"id": source}, "target": {"path": "/sourceFolder"}},
            "destination": {"connection": {"id": destination}, "target": {"path": "/Documents/destinationFolder"}},
            "simulation_mode": False,
        },
        "schedule": {"mode": "manual"},
        "stop_policy": {"on_success": 5, "on_failure": 5, "on_execute": 25},
        "category": {"name": "Report {Name}"},
        **said,
    }


def impersonating_job(source: str = "a" * 32, destination: str = "b" * 32) -> dict[str, Any]:
    """A standard user with impersonation, and a service account: the two pages show the same body."""
    job = simple_job(source, destination)
    job["transfer"]["source"] = {
        "connection": {"id": source},
        "impersonate_as": {"email": "user@company.com"},
        "target": {"path": "/sourceFolder"},
    }
    return job


def administrator_job(source: str = "a" * 32, destination: str = "b" * 32) -> dict[str, Any]:
    """A connection created as an account administrator: the path begins with the user."""
    job = simple_job(source, destination)
    job["transfer"]["source"]["target"] = {"path": "/user@company.com/sourceFolder"}
    return job


def full_job() -> dict[str, Any]:
    """Every option of the vendor's fullest example."""
    return {
        "name": "Full example",
        "kind": "transfer",
        "transfer": {
            "transfer_type": "copy",
            "audit_level": "trace",
            "batch_mode": "always",
            "conflict_resolution": "latest",
            "delete_propagation": "ignore_destination",
            "failure_policy": "continue",
            "large_item": "skip",
            "lock_propagation": "ignore",
            "max_items_per_container": 10000,
            "performance": {"parallel_writes": {"requested": 2}},
            "permissions": {"policy": "add", "links": True, "failures": "none"},
            "preserve_owners": True,
            "timestamps": True,
            "empty_containers": "create",
            "duplicate_names": "rename",
            "item_overwrite": "overwrite",
            "restricted_content": "convert",
            "segment_transform": True,
            "versioning": {"preserve": "native", "select": "all"},
            "account_map": {"id": "c" * 32, "type": "account_map"},
            "filter": {
                "source": [
                    {
                        "action": "exclude",
                        "type": "filter_rule",
                        "rules": [{"type": "filter_extension", "extensions": ["wav", "jpg"]}],
                    }
                ]
            },
            "source": {
                "connection": {"id": "a" * 32},
                "impersonate_as": {"email": "user@company.com"},
                "target": {"path": "/sourceFolder"},
            },
            "destination": {"connection": {"id": "b" * 32}, "target": {"path": "/Documents/destinationFolder"}},
            "simulation_mode": False,
        },
        "schedule": {"mode": "manual"},
        "stop_policy": {"on_success": 5, "on_failure": 5, "on_execute": 25},
        "category": {"name": "Migration group 1"},
    }
