using Atelier.Core.Pricing;

namespace Atelier.Server.Tests.Serving;

/// <summary>What the providers billed, and what our books say of it. All in nano-dollars.</summary>
/// <param name="Billed">By the emulators, since they started.</param>
/// <param name="Cost">By the operator's book.</param>
/// <param name="Risk">That stands open in it.</param>
/// <param name="Spent">Of the month's budget.</param>
/// <param name="Held">Of the month's budget, by what is under way or unknown.</param>
internal sealed record Books(long Billed, long Cost, long Risk, long Spent, long Held, IReadOnlyList<string> Problems)
{
    public static async Task<Books> ReadAsync(EmulatedServer server)
    {
        var owner = server.Server.Owner();
        var check = await owner.GetAsync("/admin/api/ledger/check");
        var budget = await owner.GetAsync("/admin/api/budget");
        return new Books(
            server.All.Sum(wire => wire.Bill.NanoDollars),
            Nanos(check, "cost_usd"),
            Nanos(check, "open_risk_usd"),
            Nanos(budget, "spent_usd"),
            Nanos(budget, "risk_usd"),
            [.. check.At("problems").EnumerateArray().Select(problem => problem.GetString()!)]
        );
    }

    /// <summary>Everything billed is known, and nothing is open.</summary>
    public static async Task AreEvenAsync(EmulatedServer server)
    {
        var books = await ReadAsync(server);
        Assert.Empty(books.Problems);
        Assert.Equal(new { Cost = books.Billed, Spent = books.Billed }, new { books.Cost, books.Spent });
        Assert.Equal((0L, 0L), (books.Risk, books.Held));
    }

    private static long Nanos(Answer answer, string field) => NanoDollars.Of(answer.At(field).GetDecimal());
}
