using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Atelier.Data.Cluster;
using Atelier.Data.Ledger;
using Atelier.Server.Setup;
using Atelier.Server.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Server.Admin;

/// <summary><c>./run check-ledger</c>: recounts the books and says what does not add up. Works beside a service that runs, and without one.</summary>
internal static class LedgerCommand
{
    public const string Name = "check-ledger";

    /// <returns>0 when everything adds up, 1 when something does not or could not be read.</returns>
    public static async Task<int> RunAsync(ServerSettings settings)
    {
        var check = await ReadAsync(settings);
        await Console.Out.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{check.Accounts} accounts, {check.Generations} generations, {check.Attempts} paid calls; "
                    + $"billed ${check.CostUsd:0.#########}, open risk ${check.OpenRiskUsd:0.#########}"
            )
        );
        foreach (var problem in check.Problems)
        {
            await Console.Out.WriteLineAsync(problem);
        }

        await Console.Out.WriteLineAsync(
            check.Balanced ? "balanced" : $"{check.Problems.Count} problems: see the lines above"
        );
        return check.Balanced ? 0 : 1;
    }

    private static async Task<LedgerCheck> ReadAsync(ServerSettings settings)
    {
        try
        {
            await using var installation = await Installation.OpenAsync(
                settings,
                NullLoggerFactory.Instance,
                CancellationToken.None
            );
            return await new LedgerStore(installation.Database).CheckAsync(CancellationToken.None);
        }
        catch (DataFolderInUseException exception)
            when (Uri.TryCreate(exception.Address, UriKind.Absolute, out var url))
        {
            return await AskAsync(url, settings);
        }
    }

    // The database is the running service's own; it does the sums.
    private static async Task<LedgerCheck> AskAsync(Uri url, ServerSettings settings)
    {
        using var client = new HttpClient { BaseAddress = url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            settings.AdminKey ?? (await File.ReadAllTextAsync(Path.Combine(settings.DataFolder, Owner.KeyFile))).Trim()
        );
        using var answer = await client.GetAsync(new Uri("/admin/api/ledger/check", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
        {
            throw new SettingsException(
                $"The service at {url} answered {(int)answer.StatusCode}: set ATELIER_ADMIN_KEY to its owner's key."
            );
        }

        return await answer.Content.ReadFromJsonAsync<LedgerCheck>(WireJson.Options) ?? throw new JsonException("null");
    }
}
