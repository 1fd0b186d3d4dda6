using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Compat;

/// <summary>Servers that nearly speak OpenAI's wire, each below its own name: <c>/compat/together/v1/images/generations</c>.</summary>
internal sealed class CompatWire : IWire
{
    public string Id => "compat";

    public bool HasTasks => false;

    public IReadOnlyList<WireOperation> Operations { get; } = [.. CompatModes.All.SelectMany(Of)];

    // Which server was meant is lost here; every adapter reads this shape.
    public Reply Fail(WireFailure failure, int status, string message) =>
        CompatErrors.Fail("object", failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers) =>
        headers["x-request-id"] = request.Id;

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        // It was billed when it began; nothing follows.
    }

    private static IEnumerable<WireOperation> Of(CompatMode mode)
    {
        var images = new CompatImages(mode);
        yield return new("generations", OperationKind.Create, "POST", $"/{mode.Name}{mode.Path}", images.Create);
        if (mode.EditPath is { } edits && edits != mode.Path)
        {
            yield return new("edits", OperationKind.Create, "POST", $"/{mode.Name}{edits}", images.Create);
        }

        yield return new("models", OperationKind.Read, "GET", $"/{mode.Name}{mode.ModelsPath}", images.Models);
        yield return new("file", OperationKind.File, "GET", $"/{mode.Name}/files/{{id}}", images.File);
        yield return new("file", OperationKind.File, "GET", $"/{mode.Name}/v1/images/{{id}}", images.File);
    }
}
