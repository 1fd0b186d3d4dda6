using Atelier.Crash.Worker.Hosting;

// The process that gets killed: workers without a door, told over stdin where to stop.
return await WorkerProgram.RunAsync(args[0]);
