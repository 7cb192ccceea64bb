"""WeChat's own servers, as a mini program's back end meets them: calls out and pushes in."""
