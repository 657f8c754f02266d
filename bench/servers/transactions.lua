-- POST /v1/transactions, each with a key of its own, in turn from the accounts that are given as arguments.
local accounts, count = {}, 0

function init(arguments)
  for _, account in ipairs(arguments) do table.insert(accounts, account) end
end

function request()
  count = count + 1
  wrk.headers["Idempotency-Key"] = string.format("bench-%08d", count)
  local body = string.format(
    '{"account_id":"%s","to":"0x00000000000000000000000000000000DeaDBeef","amount":"1"}', accounts[count % #accounts + 1])
  return wrk.format("POST", nil, wrk.headers, body)
end
