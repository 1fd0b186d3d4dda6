using System.Globalization;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>OpenAI's image, model and moderation endpoints; every call brings its result at once.</summary>
internal sealed class OpenAiWire : IWire
{
    public string Id => "openai";

    public bool HasTasks => false;

    public IReadOnlyList<WireOperation> Operations { get; } =
    [
        new("generations", OperationKind.Create, "POST", "/v1/images/generations", OpenAiImages.Generate),
        new("edits", OperationKind.Create, "POST", "/v1/images/edits", OpenAiImages.Edit),
        new("models", OperationKind.Read, "GET", "/v1/models", OpenAiModels.List),
        new("model", OperationKind.Read, "GET", "/v1/models/{id}", OpenAiModels.Get),
        new("moderations", OperationKind.Read, "POST", "/v1/moderations", OpenAiModerations.Check),
    ];

    public Reply Fail(WireFailure failure, int status, string message) => OpenAiErrors.Fail(failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers)
    {
        headers["x-request-id"] = request.Id;
        headers["openai-processing-ms"] = "12";
        headers["x-ratelimit-limit-requests"] = "500";
        headers["x-ratelimit-remaining-requests"] = Math.Max(0, 500 - request.Call)
            .ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset-requests"] = "1s";
        headers["x-ratelimit-limit-tokens"] = "2000000";
        headers["x-ratelimit-remaining-tokens"] = "1999000";
        headers["x-ratelimit-reset-tokens"] = "6m0s";
    }

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        // It was billed when it began; nothing follows.
    }
}
