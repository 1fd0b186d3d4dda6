using Atelier.TestKit.Houses;

namespace Atelier.Data.Tests.Accounts;

/// <summary>Tiers with credits, and months that go by.</summary>
internal static class Months
{
    /// <summary>Premium accounts get 150 credits a month, others nothing; nobody has another limit.</summary>
    public static Task SetTiersAsync(TestHouse house) =>
        house.ExecuteAsync(
            """
            DELETE FROM tiers;
            INSERT INTO tiers (name, monthly_credits) VALUES ('premium', 150), ('paid', 0), ('free', 0)
            """
        );

    /// <summary>To an hour after the first moment of a later month.</summary>
    public static async Task MoveAsync(TestHouse house, int months = 1)
    {
        var seconds = await house.ScalarAsync<double>(
            """
            SELECT extract(epoch FROM (date_trunc('month', atelier.now() AT TIME ZONE 'UTC') + @months * interval '1 month')
              AT TIME ZONE 'UTC' + interval '1 hour' - atelier.now())::float8
            """,
            new { months }
        );
        await house.MoveClockAsync(TimeSpan.FromSeconds(seconds));
    }
}
