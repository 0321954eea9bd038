"""The read API: `gate` lets requests in, `reading` asks who reads, routers answer, `document` describes all of it."""
