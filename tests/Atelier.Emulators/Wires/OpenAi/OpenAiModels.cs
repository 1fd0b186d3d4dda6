namespace Atelier.Emulators.Wires.OpenAi;

/// <summary><c>/v1/models</c>.</summary>
internal static class OpenAiModels
{
    public static Prepared List(WireRequest request) =>
        Prepared.Always(
            OpenAiKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new { @object = "list", data = OpenAiModel.Alive(request.Now).Select(model => model.ToWire()) }
                )
        );

    // A probe for a model that is gone is no mistake of the caller's, so it is not noted as one.
    public static Prepared Get(WireRequest request) =>
        Prepared.Always(
            OpenAiKeys.Check(request)
                ?? (
                    OpenAiModel.Find(request.Target, request.Now) is { } model
                        ? Reply.Json(200, model.ToWire())
                        : OpenAiErrors.Invalid(
                            new(
                                "model",
                                $"The model '{request.Target}' does not exist.",
                                Checking.Problem.ModelNotFound
                            )
                        )
                )
        );
}
