import { Trans } from "@lingui/react/macro";
import { Notice } from "./notice";
import { as_api_error, useErrorText } from "./states";

/** Above a form's button: what the server refused as a whole, with the request id to quote. */
export function FormError({ error }: { error: unknown }) {
  const text_of = useErrorText();
  if (!error) return null;
  const { request_id } = as_api_error(error);
  return (
    <Notice tone="danger" role="alert" title={text_of(error)}>
      {request_id && (
        <Trans>
          Request <code className="font-mono text-xs break-all">{request_id}</code>
        </Trans>
      )}
    </Notice>
  );
}
