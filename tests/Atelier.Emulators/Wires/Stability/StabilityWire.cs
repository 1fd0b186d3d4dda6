using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>Stability AI: the first API with SDXL, the second with all else; two of its services are tasks.</summary>
internal sealed class StabilityWire : IWire
{
    private const string First = $"/v1/generation/{FirstApi.Engine}";

    public StabilityWire(EmulatorOptions options)
    {
        var purse = new StabilityPurse(options.Credits);
        var first = new FirstApi(purse);
        var services = new StabilityServices(purse);
        Operations =
        [
            .. StabilityService.All.Select(service => new WireOperation(
                service.Name,
                OperationKind.Create,
                "POST",
                service.Path,
                request => services.Create(request, service)
            )),
            new("text-to-image", OperationKind.Create, "POST", $"{First}/text-to-image", first.FromWords),
            new("image-to-image", OperationKind.Create, "POST", $"{First}/image-to-image", first.FromPicture),
            new("masking", OperationKind.Create, "POST", $"{First}/image-to-image/masking", first.Masked),
            new("engine", OperationKind.Read, "POST", "/v1/generation/{id}", FirstApi.Gone),
            new(
                "results",
                OperationKind.Poll,
                "GET",
                "/v2beta/results/{id}",
                request => StabilityResults.Get(request, "result")
            ),
            new(
                "old_results",
                OperationKind.Poll,
                "GET",
                "/v2beta/stable-image/upscale/creative/result/{id}",
                request => StabilityResults.Get(request, "image")
            ),
            new(
                "balance",
                OperationKind.Read,
                "GET",
                "/v1/user/balance",
                request => Prepared.Always(StabilityKeys.Check(request, first: true) ?? purse.Balance(request))
            ),
            new("engines", OperationKind.Read, "GET", "/v1/engines/list", FirstApi.Engines),
        ];
    }

    public string Id => "stability";

    public bool HasTasks => true;

    public IReadOnlyList<WireOperation> Operations { get; }

    public Reply Fail(WireFailure failure, int status, string message) =>
        StabilityErrors.Fail(failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers) =>
        headers["x-request-id"] = request.Id;

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        // What is no task of its own was billed when it began.
        if (task is StabilityTask own)
        {
            StabilityPurse.Settle(run, own);
        }
    }
}
