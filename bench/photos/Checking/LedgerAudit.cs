using System.Net.Http.Headers;
using System.Text.Json;
using Atelier.Bench.Photos.Serving;

namespace Atelier.Bench.Photos.Checking;

/// <summary>Asks the service itself whether its books balance.</summary>
internal static class LedgerAudit
{
    public static async Task<List<string>> RunAsync(House house, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = house.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", house.OwnerKey);
        var answer = await http.GetStringAsync(new Uri("/admin/api/ledger/check", UriKind.Relative), cancellationToken);
        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("problems").EnumerateArray().Select(problem => $"ledger: {problem}")];
    }
}
