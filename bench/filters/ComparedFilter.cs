namespace Atelier.Bench.Filters;

/// <summary>A filter of ours and what comes nearest to it elsewhere.</summary>
/// <param name="Peer">Its commands; null where nothing is near.</param>
internal sealed record ComparedFilter(string Filter, Cost Ours, string? Peer, Cost? Theirs)
{
    internal string Line =>
        Theirs is { } theirs
            ? $"| {Filter} | {Ours.Wall:0} | {Ours.Cpu:0} | `{Peer}` | {theirs.Wall:0} | {theirs.Cpu:0} | **{Ours.Wall / theirs.Wall:0.00}** | **{Ours.Cpu / theirs.Cpu:0.00}** |"
            : $"| {Filter} | {Ours.Wall:0} | {Ours.Cpu:0} | nothing near | | | | |";
}
