using System.Globalization;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Costs;

/// <summary>Generations as the service would have left them, each with one paid call and its bill.</summary>
internal sealed class SeededBills(TestServer server, Guid template)
{
    private const string Sql = """
        WITH made AS (
          INSERT INTO generations SELECT (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(),
            'plan', @plan::jsonb))).* FROM generations g, generate_series(1, @count) WHERE g.id = @template RETURNING id),
        calls AS (
          INSERT INTO attempts (id, generation_id, lane, epoch, state, slots, risk)
          SELECT gen_random_uuid(), id, @provider, 1, @state, @slots, 0 FROM made RETURNING id, generation_id),
        booked AS (
          INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos, estimated)
          SELECT id, generation_id, @provider, 'cost', @nanos, @estimated FROM calls)
        INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos)
        SELECT id, generation_id, @provider, 'overrun', @overrun FROM calls WHERE @overrun > 0
        """;

    /// <summary>Paints one picture, whose row the others are copies of.</summary>
    public static async Task<SeededBills> OnAsync(TestServer server)
    {
        var caller = await server.AddCallerAsync();
        var address = await caller.StartAsync(Bodies.Small("\"model\": \"local-painter\""));
        await caller.EndOfAsync(address);
        return new SeededBills(server, EmulatedServer.IdOf(address));
    }

    /// <summary>So many calls of an offer, planned at a price and billed another.</summary>
    public Task AddAsync(
        string model,
        string provider,
        string? providerModel,
        decimal list,
        decimal bill,
        int count,
        int slots = 1,
        int picturesPerCall = 1,
        bool estimated = false,
        string state = "succeeded",
        decimal overrun = 0
    )
    {
        var name = providerModel is null ? "" : $"\"provider_model\": \"{providerModel}\",";
        var price = list.ToString(CultureInfo.InvariantCulture);
        var plan =
            $"{{\"chain\": [{{\"model\": \"{model}\", {name} \"expected_cost_usd\": {price}, \"pictures_per_call\": {picturesPerCall}}}]}}";
        return server.House.ExecuteAsync(
            Sql,
            new
            {
                plan,
                count,
                template,
                provider,
                state,
                slots = Enumerable.Range(0, slots).Select(slot => (short)slot).ToArray(),
                nanos = (long)(bill * 1_000_000_000),
                overrun = (long)(overrun * 1_000_000_000),
                estimated,
            }
        );
    }
}
