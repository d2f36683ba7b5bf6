"""The web app: SPARQL endpoint, linked data and pages over one store.

``kg.serve.app.create_app(Settings(store))`` gives the ASGI app. The parts that run in child processes are
imported without the web framework, so nothing is imported here.
"""
