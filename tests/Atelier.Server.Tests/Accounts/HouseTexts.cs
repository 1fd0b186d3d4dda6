using Atelier.TestKit.Houses;

namespace Atelier.Server.Tests.Accounts;

/// <summary>Everything that stands in the database, as text: to show that a word is nowhere.</summary>
internal static class HouseTexts
{
    /// <summary>Tables with this word in any of their rows, in any case.</summary>
    public static async Task<IReadOnlyList<string>> WithAsync(TestHouse house, string word)
    {
        var tables = await house.ScalarAsync<string[]>(
            "SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables WHERE schemaname = 'atelier'"
        );
        Assert.True(tables!.Length > 20);
        var found = new List<string>();
        foreach (var table in tables)
        {
            var rows = await house.ScalarAsync<long>(
                $"SELECT count(*) FROM {table} t WHERE strpos(lower(t::text), lower(@word)) > 0",
                new { word }
            );
            if (rows > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }
}
