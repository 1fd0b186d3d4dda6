namespace Atelier.Emulators.Engine;

/// <summary>All that was charged since the last reset, and what is frozen for tasks that still run.</summary>
public sealed record Bill(IReadOnlyList<BillLine> Items, long NanoDollars, long Units, long FrozenUnits)
{
    public int Pictures => Items.Sum(item => item.Pictures);
}
