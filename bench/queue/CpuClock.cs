using System.Globalization;

namespace Atelier.Bench.Queue;

/// <summary>
/// CPU time that the server and this process took. It says more than the wall clock on a machine where others work too.
/// </summary>
internal sealed class CpuClock(string dataFolder)
{
    // The kernel counts in hundredths of a second.
    private const double Tick = 0.01;

    private readonly int _postmaster = int.Parse(
        File.ReadLines(Path.Combine(dataFolder, "postgres", "data", "postmaster.pid")).First(),
        CultureInfo.InvariantCulture
    );

    /// <summary>Seconds of all processes of the server, those that have ended too.</summary>
    public double Server
    {
        get
        {
            var sum = 0.0;
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid))
                {
                    sum += Of(pid);
                }
            }

            return sum;
        }
    }

    /// <summary>Seconds of this process: callers and workers.</summary>
    public static double Client => Environment.CpuUsage.TotalTime.TotalSeconds;

    private double Of(int pid)
    {
        string line;
        try
        {
            line = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return 0;
        }

        // Behind the name: state, parent, ..., user, system, ended children's user and system.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
        var count =
            pid == _postmaster ? 4
            : parent == _postmaster ? 2
            : 0;
        return fields.Skip(11).Take(count).Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) * Tick;
    }
}
