namespace Atelier.Bench.Queue;

/// <summary>What one run does.</summary>
/// <param name="Name">The row of the table.</param>
/// <param name="Accounts">Accounts that the jobs are spread over.</param>
/// <param name="Nodes">Pools of their own, as that many nodes would have.</param>
/// <param name="Parallel">Callers, and jobs in work, at once; each for all nodes together.</param>
internal sealed record Shape(string Name, int Jobs, int Accounts, int Nodes, int Parallel)
{
    /// <summary>Whether accepts and endings are written in groups.</summary>
    public bool Grouped { get; init; }

    /// <summary>Whether the operator has set a budget, so that every accept and ending locks its row.</summary>
    public bool Budget { get; init; }

    /// <summary>Jobs a second that the callers offer; 0 is as many as they can.</summary>
    public int Rate { get; init; }

    /// <summary>Whether callers come over HTTP.</summary>
    public bool Http { get; init; }
}
