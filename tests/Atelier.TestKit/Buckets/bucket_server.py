# OpenStack Swift with its S3 interface, whole in one process: proxy, account, container and object server on ports of their own.
# Usage: python3 bucket_server.py <folder>; prints "ready <port>". It ends when its standard input does, and the folder with it.
import os
import shutil
import sys

from swift.common import utils

utils.eventlet_monkey_patch()

import eventlet
import eventlet.tpool
import eventlet.wsgi
from swift.common import wsgi
from swift.common.http_protocol import SwiftHttpProtocol
from swift.common.ring import RingBuilder

folder = os.path.abspath(sys.argv[1])

SWIFT = """
[swift-hash]
swift_hash_path_suffix = test
[storage-policy:0]
name = one
default = yes
"""

# Small pages, so that listings have many. No machine is too busy: production's half seconds would make errors of a long breath.
PROXY = """
[DEFAULT]
swift_dir = {folder}
log_level = ERROR
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats s3api tempauth copy slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
conn_timeout = 60
node_timeout = 60
error_suppression_limit = 1000000
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
paste.filter_factory = __main__:remember
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
max_bucket_listing = 10
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
"""

STORAGE = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}
mount_check = false
log_level = ERROR
[app:main]
use = egg:swift#{kind}
conn_timeout = 60
node_timeout = 60
container_update_timeout = 60
"""


class Memory:
    """What memcached would hold; one process needs none."""

    def __init__(self):
        self.values = {}

    def get(self, key, **_):
        return self.values.get(key)

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)


def remember(*_, **__):
    memory = Memory()

    def wrap(app):
        def call(env, start_response):
            env["swift.cache"] = memory
            return app(env, start_response)

        return call

    return wrap


def write(name, text, **values):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="ascii") as file:
        file.write(text.format(folder=folder, **values))
    return path


def ring(name, port):
    builder = RingBuilder(4, 1, 0)
    builder.add_dev(
        {"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1, "meta": ""}
        | {"replication_ip": "127.0.0.1", "replication_port": port}
    )
    builder.rebalance(seed="1")
    builder.get_ring().save(os.path.join(folder, name + ".ring.gz"))


def serve(listener, path):
    eventlet.wsgi.server(
        listener,
        wsgi.loadapp(path),
        utils.NullLogger(),
        protocol=SwiftHttpProtocol,
        capitalize_response_headers=False,
        keepalive=True,
        custom_pool=eventlet.GreenPool(1000),
    )


def listen():
    return eventlet.listen(("127.0.0.1", 0), backlog=512)


os.makedirs(os.path.join(folder, "disk"), exist_ok=True)
write("swift.conf", SWIFT)
utils.set_swift_dir(folder)
for kind in ("account", "container", "object"):
    listener = listen()
    ring(kind, listener.getsockname()[1])
    eventlet.spawn(serve, listener, write(kind + ".conf", STORAGE, kind=kind))
front = listen()
eventlet.spawn(serve, front, write("proxy.conf", PROXY))
print("ready", front.getsockname()[1], flush=True)
eventlet.tpool.execute(sys.__stdin__.buffer.read)
shutil.rmtree(folder, ignore_errors=True)
os._exit(0)
