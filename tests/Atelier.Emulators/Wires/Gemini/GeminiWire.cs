using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Gemini;

/// <summary>Google's <c>generateContent</c> and its list of models; every call brings its result at once.</summary>
internal sealed class GeminiWire : IWire
{
    public string Id => "gemini";

    public bool HasTasks => false;

    public IReadOnlyList<WireOperation> Operations { get; } =
    [
        new("generate", OperationKind.Create, "POST", "/v1beta/models/{id}", GeminiImages.Generate),
        new("models", OperationKind.Read, "GET", "/v1beta/models", GeminiModel.List),
    ];

    public Reply Fail(WireFailure failure, int status, string message) => GeminiErrors.Fail(failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers) =>
        headers["x-gemini-service-tier"] = "standard";

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        // It was billed when it began; nothing follows.
    }
}
