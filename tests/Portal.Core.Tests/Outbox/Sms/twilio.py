"""A server that answers as Twilio's public description of its REST API says: api.twilio.com, version 2010-04-01, Messages.

What it answers is steered by the recipient's last two digits. Each request is printed as a line of JSON.
"""
import base64, http.server, json, re, sys, threading, time, urllib.parse

ACCOUNT, TOKEN = sys.argv[1], sys.argv[2]
ERRORS = {
    "11": (400, 21211, "The 'To' number %s is not a valid phone number.", {}),
    "12": (400, 21610, "Attempt to send to unsubscribed recipient", {}),
    "13": (400, 21614, "'To' number is not a valid mobile number", {}),
    "14": (400, 21212, "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID.", {}),
    "15": (403, 20403, "Forbidden", {}),
    "16": (404, 20404, "The requested resource was not found", {}),
    "17": (429, 20429, "Too Many Requests", {"Retry-After": "90"}),
    "18": (500, 20500, "Internal Server Error", {}),
    "19": (503, 20503, "Service Unavailable", {"Retry-After": "120"}),
}
messages, lock = {}, threading.Lock()


class Twilio(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers={}):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def error(self, status, code, message, headers={}):
        self.answer(status, {"code": code, "message": message, "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status}, headers)

    def admitted(self):
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") != expected:
            self.error(401, 20003, "Authenticate", {"WWW-Authenticate": 'Basic realm="Twilio API"'})
            return False
        return True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True))
        with lock:
            print(json.dumps({"path": self.path, "type": self.headers["Content-Type"], "form": form}), flush=True)
        if not self.admitted():
            return
        if self.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            return self.error(404, 20404, f"The requested resource {self.path} was not found")
        to = form.get("To", "")
        if not to:
            return self.error(400, 21604, "A 'To' phone number is required.")
        if not form.get("From") and not form.get("MessagingServiceSid"):
            return self.error(400, 21603, "A 'From' phone number is required.")
        if not form.get("Body"):
            return self.error(400, 21602, "Message body is required.")
        if not re.fullmatch(r"\+[1-9]\d{7,14}", to):
            return self.error(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if not 1 <= int(form.get("ValidityPeriod", "36000")) <= 36000:
            return self.error(400, 21624, "Invalid validity period value")
        end = to[-2:]
        if end in ERRORS:
            status, code, message, headers = ERRORS[end]
            return self.error(status, code, message % to if "%s" in message else message, headers)
        if end == "20":
            return self.answer(502, b"<html>Bad Gateway " + to.encode() + b"</html>")
        if end == "21":
            return self.answer(301, b"", {"Location": "http://127.0.0.1:%d/elsewhere" % self.server.server_port})
        if end == "22":
            time.sleep(4)
        if end == "23":
            return self.answer(201, b'{"sid":"' + b"x" * 200000 + b'"}')
        with lock:
            sid = "SM%032x" % (len(messages) + 1)
            messages[sid] = [to, 0]
        self.answer(201, self.resource(sid, form["Body"], form.get("From"), form.get("MessagingServiceSid"), "queued", None))

    def do_GET(self):
        with lock:
            print(json.dumps({"path": self.path}), flush=True)
        if not self.admitted():
            return
        match = re.fullmatch(rf"/2010-04-01/Accounts/{ACCOUNT}/Messages/(SM[0-9a-f]{{32}})\.json", self.path)
        if not match or match[1] not in messages:
            return self.error(404, 20404, f"The requested resource {self.path} was not found")
        to, asked = messages[match[1]]
        messages[match[1]][1] += 1
        status, code = {"30": ("delivered", None), "31": ("undelivered", 30003)}.get(to[-2:], ("sent", None)) if asked else ("sending", None)
        self.answer(200, self.resource(match[1], "", None, None, status, code))

    def resource(self, sid, body, sender, service, status, code):
        return {
            "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": body, "date_created": "Thu, 24 Aug 2023 05:01:45 +0000", "date_sent": None,
            "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000", "direction": "outbound-api", "error_code": code,
            "error_message": None if code is None else "Unreachable destination handset", "from": sender, "messaging_service_sid": service,
            "num_media": "0", "num_segments": "1", "price": None, "price_unit": "USD", "sid": sid, "status": status,
            "subresource_uris": {"media": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media.json"},
            "to": messages[sid][0], "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
        }


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Twilio)
print(server.server_port, flush=True)
server.serve_forever()
