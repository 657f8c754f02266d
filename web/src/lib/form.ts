import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { as_api_error } from "@/ui/states";

/**
 * Puts what the server refused beside the field it names. Returns false when the form has no such field, so that the
 * error is shown above the form instead.
 */
export function show_field_error<T extends FieldValues>(form: UseFormReturn<T>, error: unknown): boolean {
  const { field, message } = as_api_error(error);
  if (!field || !(field in form.getValues())) return false;
  form.setError(field as Path<T>, { type: "server", message }, { shouldFocus: true });
  return true;
}
