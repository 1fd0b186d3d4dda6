namespace Atelier.Bench.Queue;

/// <summary>What one run does.</summary>
/// <param name="Accounts">Accounts that the jobs are spread over.</param>
/// <param name="Nodes">Pools of their own, as that many nodes would have.</param>
/// <param name="Parallel">Callers and workers at once, each.</param>
/// <param name="Claim">Jobs that a worker claims at once.</param>
internal sealed record Shape(int Jobs, int Accounts, int Nodes, int Parallel, int Claim);
