using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>LegNext, Midjourney over REST: jobs that are polled, files behind URLs, points.</summary>
internal sealed class LegNextWire : IWire
{
    public LegNextWire(EmulatorOptions options)
    {
        var jobs = new LegNextJobs(options.Points);
        var account = new LegNextAccount(options.Points);
        Operations =
        [
            .. LegNextShape.All.Select(shape => new WireOperation(
                shape.Name,
                OperationKind.Create,
                "POST",
                $"/api/v1/{shape.Name}",
                request => jobs.Create(request, shape)
            )),
            new("job", OperationKind.Poll, "GET", "/api/v1/job/{id}", LegNextJobs.Get),
            new("file", OperationKind.File, "GET", "/files/{id}", LegNextFiles.Get),
            new("balance", OperationKind.Read, "GET", "/api/account/balance", account.Balance),
            new("active_tasks", OperationKind.Read, "GET", "/api/account/active_tasks", LegNextAccount.ActiveTasks),
        ];
    }

    public string Id => "legnext";

    public bool HasTasks => true;

    public IReadOnlyList<WireOperation> Operations { get; }

    public Reply Fail(WireFailure failure, int status, string message) => LegNextErrors.Fail(failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers)
    {
        // The sheet names no headers.
    }

    public void OnEnded(WireRun run, EmulatedTask task) => LegNextJobs.Settle(run, (LegNextJob)task);
}
