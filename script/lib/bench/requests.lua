-- What wrk sends: requests from a file, in random order.
--
--   wrk … -s requests.lua URL -- FILE
--
-- A line of the file is one request: method, path, host, token (or "-") and body (or "-"), with
-- tabs between. Prints one JSON object at the end.

local requests, count, threads = {}, 0, 0

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init(arguments)
    math.randomseed(20 + number)
    for line in io.lines(arguments[1]) do
        local method, path, host, token, body = line:match(
            "^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
        local text = method .. " " .. path .. " HTTP/1.1\r\nHost: " .. host .. "\r\n"
        if token ~= "-" then text = text .. "Authorization: Bearer " .. token .. "\r\n" end
        if body ~= "-" then
            text = text .. "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n"
        else
            body = ""
        end
        count = count + 1
        requests[count] = text .. "\r\n" .. body
    end
end

function request()
    return requests[math.random(count)]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d,'
            .. ' "p50": %f, "p99": %f}\n',
        summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
