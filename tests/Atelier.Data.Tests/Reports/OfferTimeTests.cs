using Atelier.Data.Costs;
using Atelier.Data.Reports;

namespace Atelier.Data.Tests.Reports;

/// <summary>How long offers took.</summary>
public sealed class OfferTimeTests : ReportStoreTests
{
    [Fact]
    public async Task Read_APersonLookedForADay_CountsToTheAnswerOnly()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await ClaimPaidAsync(PaidOrder(account));
        await House.MoveClockAsync(TimeSpan.FromSeconds(20));
        await Facts.NoteStoredAsync(claim.AttemptId!.Value, null, Cancel);
        await House.MoveClockAsync(TimeSpan.FromHours(20));
        await DeliverAsync(claim, new Booking.Cost(10, false));
        // A picture names its provider, the attempt its lane.
        await House.ExecuteAsync("UPDATE images SET provider = 'paid'");
        var from = TimeProvider.System.GetUtcNow().AddDays(-2);

        var time = Assert.Single(await new OfferTimeStore(House.Data).TimesAsync(from, 10, Cancel));
        var past = Assert.Single(
            await new PastRequestStore(House.Data).FirstAsync(from, from.AddDays(4), account, 10, Cancel)
        );

        Assert.InRange(time.Median, 20, 60);
        Assert.InRange(time.High, 20, 60);
        Assert.InRange(past.Seconds, 20, 60);
    }
}
