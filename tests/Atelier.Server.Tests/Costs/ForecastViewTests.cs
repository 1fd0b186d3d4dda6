using Atelier.Data.Reports;
using Atelier.Server.Costs;

namespace Atelier.Server.Tests.Costs;

public sealed class ForecastViewTests
{
    private const long Dollar = 1_000_000_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_TwoPaces_IsTheSpanBetweenThem()
    {
        // A dollar a day this month, two a day in the last seven.
        var forecast = ForecastView.Of(Pace(day: 10, spent: 10, recent: 14));

        Assert.True(forecast.EnoughData);
        Assert.Equal(10m, forecast.SpentUsd);
        Assert.Equal([30m, 40m, 50m], Span(forecast));
        Assert.Null(forecast.BudgetReachedAt);
    }

    [Theory]
    // At one and a half dollars a day, twenty days before the end.
    [InlineData(25, 10.0)]
    [InlineData(37, 18.0)]
    // After the month, or passed already.
    [InlineData(41, null)]
    [InlineData(8, 0.0)]
    [InlineData(0, 0.0)]
    public void Of_ABudget_IsReachedWhenThePaceSaysSo(long limit, double? days)
    {
        var forecast = ForecastView.Of(Pace(day: 10, spent: 10, recent: 14) with { Limit = limit * Dollar });

        Assert.Equal((decimal)limit, forecast.LimitUsd);
        var reached = (forecast.BudgetReachedAt - Start.AddDays(10))?.TotalDays;
        Assert.Equal(days, reached is { } some ? Math.Round(some, 6) : null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7.5)]
    public void Of_TooLittleData_SaysSo(double? firstDay)
    {
        var first = firstDay is { } day ? Start.AddDays(day) : (DateTimeOffset?)null;

        var forecast = ForecastView.Of(Pace(day: 10, spent: 10, recent: 10) with { FirstAt = first });

        Assert.False(forecast.EnoughData);
        Assert.Contains("Too little", forecast.Note, StringComparison.Ordinal);
        Assert.Equal(10m, forecast.SpentUsd);
        Assert.Null(forecast.LowUsd);
        Assert.Null(forecast.ExpectedUsd);
        Assert.Null(forecast.HighUsd);
        Assert.Null(forecast.BudgetReachedAt);
    }

    [Fact]
    public void Of_FirstHoursOfAMonth_GoByTheLastSevenDays()
    {
        var forecast = ForecastView.Of(Pace(day: 0.25, spent: 5, recent: 14) with { FirstAt = Start.AddDays(-60) });

        var expected = 5 + (29.75m * 2);
        Assert.Equal([expected, expected, expected], Span(forecast));
    }

    [Fact]
    public void Of_StartedInTheMiddleOfTheMonth_CountsTheDaysThatThereWere()
    {
        var forecast = ForecastView.Of(Pace(day: 20, spent: 20, recent: 20) with { FirstAt = Start.AddDays(16) });

        // Five dollars a day in four days, not one in twenty.
        Assert.Equal(70m, forecast.ExpectedUsd);
    }

    [Fact]
    public void Of_NothingSpent_NeverReachesTheBudget()
    {
        var forecast = ForecastView.Of(
            Pace(day: 10, spent: 0, recent: 0) with
            {
                FirstAt = Start.AddDays(-60),
                Limit = 5 * Dollar,
            }
        );

        Assert.Equal([0m, 0m, 0m], Span(forecast));
        Assert.Null(forecast.BudgetReachedAt);
    }

    private static decimal?[] Span(ForecastView forecast) => [forecast.LowUsd, forecast.ExpectedUsd, forecast.HighUsd];

    private static SpendPace Pace(double day, long spent, long recent) =>
        new(Start.AddDays(day), Start, Start.AddMonths(1), spent * Dollar, recent * Dollar, Start, null);
}
