using System.Globalization;

namespace Atelier.TestKit.Time;

/// <summary>Statements that move PostgreSQL's clock as the service sees it: another body for the function that every statement asks.</summary>
public static class HouseClock
{
    /// <summary>Back to the true time.</summary>
    public const string ResetSql = """
        CREATE OR REPLACE FUNCTION atelier.now() RETURNS timestamptz LANGUAGE sql STABLE AS $f$ SELECT statement_timestamp() $f$;
        """;

    /// <summary>Moves the clock on, or back where <paramref name="by"/> is negative, from where it stands.</summary>
    public static string MoveSql(TimeSpan by) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            DO $move$ BEGIN EXECUTE format(
              'CREATE OR REPLACE FUNCTION atelier.now() RETURNS timestamptz LANGUAGE sql STABLE AS
                $f$ SELECT statement_timestamp() + make_interval(secs => %s) $f$',
              extract(epoch FROM atelier.now() - statement_timestamp()) + {by.TotalSeconds:0.000000}); END $move$;
            """
        );
}
