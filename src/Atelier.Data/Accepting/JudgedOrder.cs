namespace Atelier.Data.Accepting;

/// <summary>An order and what was decided about it.</summary>
internal sealed record JudgedOrder(AcceptOrder Order, Judgement Judgement);
