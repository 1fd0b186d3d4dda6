using System.Globalization;
using Atelier.Bench.Filters;
using Atelier.Imaging.Vips;

// dotnet run -c Release -- time <rounds> <picture>...         times each filter beside its peer; writes results.json
// dotnet run -c Release -- look <folder> <side> <picture>...  every style of each picture, as JPEG, to look at
// dotnet run -c Release -- sheets <skimage's data folder>     the sheets of docs/pictures
// dotnet run -c Release -- workshop <data> <folder> <all|cut|fill|grow|enlarge|vary|time>  what local does besides styles
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
VipsRuntime.Start(new VipsOptions());
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

switch (args)
{
    case ["time", var rounds, .. var pictures]:
        await Comparison.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), pictures, stop.Token);
        break;
    case ["look", var folder, var side, .. var pictures]:
        await Looks.WriteAsync(folder, int.Parse(side, CultureInfo.InvariantCulture), pictures, stop.Token);
        break;
    case ["sheets", var data]:
        await Sheets.WriteAsync(data, stop.Token);
        break;
    case ["workshop", var data, var folder, var which]:
        using (var workshop = new Workshop(data, folder, stop.Token))
        {
            await (which == "time" ? workshop.TimeAsync() : workshop.WriteAsync(which));
        }

        break;
    default:
        throw new ArgumentException("Say time, look, sheets or workshop; see the README.");
}
