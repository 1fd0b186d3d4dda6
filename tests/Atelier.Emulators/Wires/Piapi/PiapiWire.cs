using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>PiAPI: tasks in an envelope, pictures in OpenAI's shape, uploads, and one account for all.</summary>
internal sealed class PiapiWire : IWire
{
    public PiapiWire(EmulatorOptions options)
    {
        var uploads = new PiapiUploads();
        var tasks = new PiapiTasks(uploads);
        Operations =
        [
            new("task", OperationKind.Create, "POST", "/api/v1/task", tasks.Create),
            new("state", OperationKind.Poll, "GET", "/api/v1/task/{id}", PiapiTasks.Get),
            new("cancel", OperationKind.Read, "DELETE", "/api/v1/task/{id}", PiapiTasks.Cancel),
            new("generations", OperationKind.Create, "POST", "/v1/images/generations", PiapiImages.Generate),
            new("edits", OperationKind.Create, "POST", "/v1/images/edits", PiapiImages.Edit),
            new("file", OperationKind.File, "GET", "/temp/{id}", PiapiFiles.Get),
            new("upload", OperationKind.Read, "POST", "/api/ephemeral_resource", uploads.Add),
            new("account", OperationKind.Read, "GET", "/account/info", PiapiAccount.Info),
            new("histories", OperationKind.Read, "GET", "/api/open/tasks/histories", PiapiAccount.Histories),
        ];
    }

    public string Id => "piapi";

    public bool HasTasks => true;

    public IReadOnlyList<WireOperation> Operations { get; }

    public Reply Fail(WireFailure failure, int status, string message) => PiapiErrors.Fail(failure, status, message);

    public void Decorate(WireRequest request, IDictionary<string, string> headers)
    {
        // The sheet names no headers.
    }

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        if (task is PiapiTask own)
        {
            PiapiTasks.Settle(run, own);
        }
    }
}
