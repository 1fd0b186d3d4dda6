using Atelier.Bench.Routing;

// dotnet run -c Release --project bench/routing -- mix      5,000 requests by several ways to choose
// dotnet run -c Release --project bench/routing -- speed    one call of the router
// Without a word both. The results are kept beside this file.
var both = args.Length == 0;
if (both || args is ["mix"])
{
    var mix = new MixRun(BenchFolder.Catalogue()).Run();
    Report.Print(mix);
    await Report.WriteAsync(speed: null, mix, CancellationToken.None);
}

if (both || args is ["speed"])
{
    var speed = SpeedRun.Run();
    Report.Print(speed, BenchFolder.Catalogue());
    await Report.WriteAsync(speed, mix: null, CancellationToken.None);
}
