using System.ComponentModel;
using System.Diagnostics;

namespace Atelier.Data.Cluster;

internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Starts the programs around PostgreSQL with an environment of their own.</summary>
internal static class Tool
{
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Start(Describe(command));
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ToolResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(Find(command[0]), command.Skip(1))
        {
            // All three: with a stream of ours the runtime would also change the terminal's settings.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The user may not be allowed to enter the folder we were started in.
            WorkingDirectory = "/",
        };
        // Our environment holds the keys of the providers, and PG* variables would change what PostgreSQL does.
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath;
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ClusterException($"{start.FileName} cannot be started ({e.Message}).", e);
        }
    }

    /// <summary>The full path of a program on the search path; null when there is none.</summary>
    public static string? TryFind(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? name
            : SearchPath
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(File.Exists);

    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") + ":/usr/local/bin:/usr/bin:/bin";

    private static string Find(string name) =>
        TryFind(name)
        ?? throw new ClusterException(
            $"The program '{name}' is missing: install it with 'apt-get install util-linux coreutils'."
        );
}
