using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Control;

/// <summary><c>/_control</c>: sets faults and reads what happened.</summary>
internal static class ControlEndpoints
{
    private const int MostTaskSeconds = 86_400;

    public static void MapControl(this WebApplication app, Emulator emulator)
    {
        var control = app.MapGroup("/_control").AddEndpointFilter(AnswerErrorsAsync);
        control.MapGet("/", () => Json(Overview(emulator)));
        control.MapPost("/reset", () => Done(emulator.Reset));
        control.MapGet("/{wire}/bill", (string wire) => Json(emulator.Wire(wire).Bill));
        control.MapGet("/{wire}/calls", (string wire) => Json(emulator.Wire(wire).Calls));
        control.MapGet("/{wire}/violations", (string wire) => Json(emulator.Wire(wire).Violations));
        control.MapGet("/{wire}/pictures", (string wire) => Json(emulator.Wire(wire).Pictures));
        control.MapGet("/{wire}/callbacks", (string wire) => Json(emulator.Wire(wire).Callbacks));
        control.MapGet("/{wire}/faults", (string wire) => Json(emulator.Wire(wire).Faults));
        control.MapDelete("/{wire}/faults", (string wire) => Done(emulator.Wire(wire).ClearFaults));
        control.MapPost(
            "/{wire}/faults",
            async (string wire, HttpRequest request) =>
            {
                emulator.Wire(wire).AddFaults(await ReadAsync<FaultRule[]>(request));
                return Json(emulator.Wire(wire).Faults);
            }
        );
        control.MapPost(
            "/{wire}/time",
            async (string wire, HttpRequest request) =>
                Json(SetPace(emulator.Wire(wire), await ReadAsync<PaceBody>(request)))
        );
    }

    private static object Overview(Emulator emulator) =>
        new
        {
            wires = emulator.Wires.Select(wire => new
            {
                wire.Id,
                base_url = wire.BaseUrl,
                operations = wire.Wire.Operations.Select(operation => new
                {
                    operation.Name,
                    operation.Method,
                    path = operation.Template,
                }),
            }),
            actions = FaultNames.All,
            control = new[]
            {
                "POST /_control/reset",
                "GET | POST | DELETE /_control/{wire}/faults",
                "POST /_control/{wire}/time {finish | hold | task_seconds}",
                "GET /_control/{wire}/{bill,calls,violations,pictures,callbacks}",
            },
        };

    private static object SetPace(EmulatedWire wire, PaceBody body)
    {
        if (body is { Finish: false, Hold: false, TaskSeconds: null })
        {
            throw new EmulatorException("Give finish: true, hold: true or task_seconds.");
        }

        if (body.TaskSeconds is { } seconds)
        {
            wire.TaskDuration = seconds is >= 0 and <= MostTaskSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new EmulatorException($"task_seconds: 0 to {MostTaskSeconds}.");
        }

        wire.TaskDuration = body.Hold ? null : wire.TaskDuration;
        return new { finished = body.Finish ? wire.FinishTasks() : 0, running = wire.RunningTasks };
    }

    private static async Task<T> ReadAsync<T>(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(
                    request.Body,
                    ControlJson.Options,
                    request.HttpContext.RequestAborted
                ) ?? throw new EmulatorException("The body is null.");
        }
        catch (JsonException exception)
        {
            throw new EmulatorException($"The body cannot be read: {exception.Message}");
        }
    }

    private static IResult Json<T>(T value) => Results.Json(value, ControlJson.Options);

    private static IResult Done(Action action)
    {
        action();
        return Results.NoContent();
    }

    private static async ValueTask<object?> AnswerErrorsAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (EmulatorException exception)
        {
            var missing = exception.Message.StartsWith("There is no wire", StringComparison.Ordinal);
            return Results.Json(new { error = exception.Message }, statusCode: missing ? 404 : 400);
        }
    }
}
