using Atelier.Core.Pricing;
using Atelier.Data.Reports;

namespace Atelier.Server.Costs;

/// <summary>Where this month's costs are heading, in dollars.</summary>
/// <param name="Object">Always <c>cost_forecast</c>.</param>
/// <param name="SpentUsd">Booked this month so far.</param>
/// <param name="EnoughData">Whether there are days enough to go by; without them the four that follow are left out.</param>
/// <param name="LowUsd">The month's end at the slower of two paces: this month's mean by day, and that of the last seven days.</param>
/// <param name="ExpectedUsd">The month's end at the mean of both.</param>
/// <param name="HighUsd">The month's end at the faster one.</param>
/// <param name="BudgetReachedAt">When the month's budget is spent at the expected pace; left out where it lasts, or there is none.</param>
/// <param name="Note">What it goes by, or why there is too little to go by.</param>
internal sealed record ForecastView(
    string Object,
    DateTimeOffset MonthStart,
    DateTimeOffset MonthEnd,
    decimal SpentUsd,
    decimal? LimitUsd,
    bool EnoughData,
    decimal? LowUsd,
    decimal? ExpectedUsd,
    decimal? HighUsd,
    DateTimeOffset? BudgetReachedAt,
    string Note
)
{
    private const double FewestDays = 3;

    public static ForecastView Of(SpendPace pace)
    {
        var bare = new ForecastView(
            "cost_forecast",
            pace.MonthStart,
            pace.MonthEnd,
            NanoDollars.ToDollars(pace.Spent),
            pace.Limit is { } limit ? NanoDollars.ToDollars(limit) : null,
            EnoughData: false,
            null,
            null,
            null,
            null,
            "Too little to go by: the first booking is less than three days old."
        );
        var known = pace.FirstAt is { } first ? (pace.Now - first).TotalDays : 0;
        return known < FewestDays ? bare : Fill(bare, pace, known);
    }

    private static ForecastView Fill(ForecastView bare, SpendPace pace, double known)
    {
        var rest = (decimal)(pace.MonthEnd - pace.Now).TotalDays;
        var recent = NanoDollars.ToDollars(pace.Recent) / (decimal)Math.Min(7, known);
        var elapsed = Math.Min((pace.Now - pace.MonthStart).TotalDays, known);
        // A few hours of a new month say nothing about it.
        var month = elapsed < 1 ? recent : bare.SpentUsd / (decimal)elapsed;
        var expected = (recent + month) / 2;
        return bare with
        {
            EnoughData = true,
            LowUsd = decimal.Round(bare.SpentUsd + rest * Math.Min(recent, month), 6),
            ExpectedUsd = decimal.Round(bare.SpentUsd + rest * expected, 6),
            HighUsd = decimal.Round(bare.SpentUsd + rest * Math.Max(recent, month), 6),
            BudgetReachedAt = ReachedAt(bare, pace, expected),
            Note = "Linear, by this month's mean a day and that of the last seven days.",
        };
    }

    private static DateTimeOffset? ReachedAt(ForecastView bare, SpendPace pace, decimal perDay)
    {
        if (bare.LimitUsd is not { } limit || perDay <= 0)
        {
            return null;
        }

        // What was passed already is reached now; compared as days, for a great many of them are no date.
        var days = Math.Max(0, limit - bare.SpentUsd) / perDay;
        return days < (decimal)(pace.MonthEnd - pace.Now).TotalDays ? pace.Now.AddDays((double)days) : null;
    }
}
