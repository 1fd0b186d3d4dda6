using System.Diagnostics;
using Atelier.Data.Cluster;

namespace Atelier.Data.Tests.Cluster;

/// <summary>A folder under /tmp that every user may enter, and the processes a test started; both go with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly List<Process> _processes = [];

    public ScratchFolder(string name = "")
    {
        Root = $"/tmp/atelier-cluster-{Guid.CreateVersion7():N}";
        Data = Path.Combine(Root, name, "data");
        Directory.CreateDirectory(Data);
        for (var folder = Data; folder != "/tmp"; folder = Path.GetDirectoryName(folder)!)
            Posix.MakePassable(folder);
    }

    public string Root { get; }

    /// <summary>The data folder to start a cluster in.</summary>
    public string Data { get; }

    public string Database => Path.Combine(Data, "postgres", "data");

    public Process Start(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(Root, recursive: true);
    }
}
