using System.Diagnostics;
using System.Runtime.CompilerServices;
using Atelier.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Data.Tests.Cluster;

/// <summary>This executable in another role: a process that owns a cluster until somebody kills it.</summary>
internal static class ClusterHolder
{
    public const string Ready = "ready";
    private const string Variable = "ATELIER_TEST_HOLD_CLUSTER";

    public static ProcessStartInfo Describe(string dataFolder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[Variable] = dataFolder;
        return start;
    }

    // Before the runner's entry point; without the variable it does nothing.
    [ModuleInitializer]
    internal static void Hold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } dataFolder)
            return;
        var options = new PrivateClusterOptions { DataFolder = dataFolder, Durable = false };
        using var held = new ManualResetEvent(false);
        var cluster = PrivateCluster.StartAsync(options, TimeProvider.System, NullLogger.Instance, default);
        GC.KeepAlive(cluster.GetAwaiter().GetResult());
        Console.WriteLine(Ready);
        held.WaitOne();
    }
}
