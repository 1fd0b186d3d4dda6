using System.Runtime.CompilerServices;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Replicate: predictions that are polled or call back, files in and out, bills by the picture or by the second.</summary>
internal sealed class ReplicateWire : IWire
{
    private readonly ConditionalWeakTable<WireRun, FileShelf> _shelves = [];
    private readonly TimeProvider _time;

    public ReplicateWire(EmulatorOptions options)
    {
        _time = options.Time;
        var predictions = new ReplicatePredictions(ShelfOf);
        Operations =
        [
            new("predictions", OperationKind.Create, "POST", "/v1/predictions", predictions.CreateOfVersion),
            new("predictions", OperationKind.Create, "POST", "/v1/models/{id}", predictions.CreateOfModel),
            new("cancel", OperationKind.Read, "POST", "/v1/predictions/{id}", ReplicatePredictions.Cancel),
            new("list", OperationKind.Read, "GET", "/v1/predictions", ReplicatePredictions.List),
            new("prediction", OperationKind.Poll, "GET", "/v1/predictions/{id}", ReplicatePredictions.Get),
            new("file", OperationKind.File, "GET", "/delivery/{id}", ReplicateFiles.Get),
            new("upload", OperationKind.Read, "POST", "/v1/files", request => ShelfOf(request.Run).Upload(request)),
            new("uploads", OperationKind.Read, "GET", "/v1/files", request => ShelfOf(request.Run).List(request)),
            new("uploaded", OperationKind.Read, "GET", "/v1/files/{id}", request => ShelfOf(request.Run).Get(request)),
            new(
                "unload",
                OperationKind.Read,
                "DELETE",
                "/v1/files/{id}",
                request => ShelfOf(request.Run).Delete(request)
            ),
            new("account", OperationKind.Read, "GET", "/v1/account", ReplicateLookups.Account),
            new("secret", OperationKind.Read, "GET", "/v1/webhooks/default/secret", ReplicateLookups.Secret),
            new("model", OperationKind.Read, "GET", "/v1/models/{id}", ReplicateLookups.Model),
        ];
    }

    public string Id => "replicate";

    public bool HasTasks => true;

    public IReadOnlyList<WireOperation> Operations { get; }

    public Reply Fail(WireFailure failure, int status, string message) =>
        ReplicateErrors.Fail(failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers)
    {
        // The sheet names no headers.
    }

    public void OnEnded(WireRun run, EmulatedTask task) =>
        ReplicatePredictions.Settle(run, (ReplicatePrediction)task, _time);

    private FileShelf ShelfOf(WireRun run) => _shelves.GetValue(run, _ => new FileShelf());
}
