using System.Diagnostics;
using System.Text;

namespace Atelier.TestKit.Buckets;

/// <summary>A real store that speaks S3: OpenStack Swift, on a port of its own, with nothing of Debian's set-up.</summary>
public sealed class SwiftServer : IAsyncDisposable
{
    public const string AccessKeyId = "test:tester";
    public const string SecretAccessKey = "testing";
    public const string Region = "us-east-1";

    /// <summary>What tests say that are skipped without it.</summary>
    public const string Missing = "OpenStack Swift is not installed: apt-get install python3-swift";

    // Debian's own interpreter: another on the path does not know Debian's packages.
    private const string Python = "/usr/bin/python3";
    private const string Package = "/usr/lib/python3/dist-packages/swift/common/middleware/s3api";

    // With this an exception's text tells the runner that the test is skipped.
    private const string Skip = "$XunitDynamicSkip$";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private int _ended;

    private SwiftServer(Process process, Uri url) => (_process, Url) = (process, url);

    public static bool IsInstalled => File.Exists(Python) && Directory.Exists(Package);

    public Uri Url { get; }

    /// <summary>Starts one; when it cannot, once more. Where it never can, the package is broken, and who asked is skipped.</summary>
    public static async Task<SwiftServer> StartAsync(CancellationToken cancellationToken)
    {
        var (server, _) = await TryStartAsync(cancellationToken);
        if (server is not null)
        {
            return server;
        }

        (server, var problem) = await TryStartAsync(cancellationToken);
        return server ?? throw new InvalidOperationException($"{Skip}OpenStack Swift cannot start: {problem}");
    }

    private static async Task<(SwiftServer? Server, string Problem)> TryStartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-swift-").FullName;
        var script = Path.Combine(folder, "bucket_server.py");
        await using (var source = typeof(SwiftServer).Assembly.GetManifestResourceStream(Resource())!)
        await using (var file = File.Create(script))
        {
            await source.CopyToAsync(file, cancellationToken);
        }

        // It ends with its standard input, and that with us, however we end.
        var start = new ProcessStartInfo(Python, ["-W", "ignore", script, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(StartTime, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var words = await process.StandardOutput.ReadLineAsync(both.Token);
            if (words?.Split(' ') is ["ready", var port])
            {
                return (new SwiftServer(process, new Uri($"http://127.0.0.1:{port}")), "");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            errors.AppendLine($"nothing within {StartTime.TotalSeconds:0} seconds");
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
        return (null, errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Resource() =>
        typeof(SwiftServer)
            .Assembly.GetManifestResourceNames()
            .Single(name => name.EndsWith("bucket_server.py", StringComparison.Ordinal));
}
