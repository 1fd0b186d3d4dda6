using Atelier.Emulators.Hosting;

return await EmulatorProcess.RunAsync(args);
