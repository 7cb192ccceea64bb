"""Run ministack so that functions find only the packages of their layers, as on Lambda.

ministack runs Python functions with its own interpreter. In the virtual environment, a function
would find all tools of the project. Then nobody would notice that a package is missing from a
layer, and botocore would load optional packages, which takes a fifth of a second at each start. So
the base interpreter of the environment runs this script, and only the script adds the packages.

    <base python> local/stack/engine.py <site-packages>
"""

from __future__ import annotations

import site
import sys


def main(site_packages: str) -> None:
    site.addsitedir(site_packages)
    # Nothing may be imported from the directory of this script: it has an aws.py, for example.
    sys.path[:] = [path for path in sys.path if not path.endswith("local/stack")]
    from ministack.app import main as serve

    sys.argv[1:] = []
    serve()


if __name__ == "__main__":
    main(sys.argv[1])
