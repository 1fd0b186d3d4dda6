using Atelier.Data.Queue;

namespace Atelier.Data.Generations;

/// <summary>An ending whose claim holds, and what its generation holds.</summary>
internal sealed record FencedEnding(Claim Claim, Ending Ending, EndMoney Money)
{
    public long Settled => Money.Settled(Ending);
}
