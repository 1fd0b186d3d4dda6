using System.Collections.Concurrent;
using Atelier.TestKit.Time;

namespace Atelier.TestKit.Houses;

/// <summary>Houses that tests hand on, emptied: making a database costs a hundred times as much as emptying one.</summary>
public static class HousePool
{
    // Without triggers, for the ledger forbids this and the foreign keys would want an order.
    private const string EmptySql = """
        SET session_replication_role = replica;
        DO $$ DECLARE name text; BEGIN
          FOR name IN SELECT table_name FROM information_schema.tables
            WHERE table_schema = 'atelier' AND table_name <> 'migrations'
          LOOP EXECUTE 'DELETE FROM atelier.' || quote_ident(name); END LOOP;
        END $$;
        RESET session_replication_role;
        """;

    // Its tables, columns, constraints, triggers and functions; now() is what tests move, and is set back for each.
    private const string ShapeSql = """
        SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
          SELECT attrelid::regclass || '.' || attname AS part FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
            WHERE relnamespace = 'atelier'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
          UNION ALL
          SELECT conrelid::regclass || '/' || conname FROM pg_constraint WHERE connamespace = 'atelier'::regnamespace
          UNION ALL
          SELECT pg_get_triggerdef(t.oid) || tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
            WHERE relnamespace = 'atelier'::regnamespace AND NOT tgisinternal
          UNION ALL
          SELECT oid::regprocedure || md5(prosrc) FROM pg_proc
            WHERE pronamespace = 'atelier'::regnamespace AND proname <> 'now'
        ) AS parts
        """;

    private static readonly ConcurrentBag<TestHouse> Free = [];
    private static volatile string? _shape;

    public static async Task<TestHouse> TakeAsync(CancellationToken cancellationToken)
    {
        if (!Free.TryTake(out var house))
        {
            house = await TestHouse.OpenAsync(cancellationToken);
            _shape ??= await house.ScalarAsync<string>(ShapeSql);
            return house;
        }

        await house.ExecuteAsync(EmptySql + HouseClock.ResetSql);
        return house;
    }

    /// <summary>Keeps the house for the next test, unless its tables are not what they were.</summary>
    public static async Task GiveBackAsync(TestHouse house) =>
        await GiveBackAsync(house, await house.ScalarAsync<string>(ShapeSql) == _shape);

    /// <summary>Keeps the house for the next test; one whose test failed may be in any state and goes.</summary>
    public static async Task GiveBackAsync(TestHouse house, bool passed)
    {
        if (passed)
        {
            Free.Add(house);
        }
        else
        {
            await house.DisposeAsync();
        }
    }
}
