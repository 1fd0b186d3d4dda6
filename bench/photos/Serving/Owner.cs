using System.Net.Http.Headers;

namespace Atelier.Bench.Photos.Serving;

/// <summary>What the owner of a house does.</summary>
internal static class Owner
{
    /// <summary>Sweeps the sessions whose time is over; a server that is killed meanwhile is no fault.</summary>
    public static async Task CleanUpAsync(House house, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = house.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", house.OwnerKey);
        try
        {
            using var answer = await http.PostAsync(new Uri("/api/cleanup", UriKind.Relative), null, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // It was killed, which is what some runs are about.
        }
    }
}
